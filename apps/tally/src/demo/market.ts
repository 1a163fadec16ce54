import type { PictureReader } from '@tallystick/cashier-terminal';
import { createNodePictureReader } from '@tallystick/cashier-terminal/node';
import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import type { DemoSystem } from './demo-system.ts';
import { welcomePayer, type MarketPayer, type NewPayer } from './market-payer.ts';
import { openTill, type MarketTill } from './market-till.ts';
import { createOperatorDesk, type OperatorDesk } from './operator-desk.ts';
import type { Story } from './story.ts';

/** The square, and everybody on it. */
export interface Market {
  readonly server: URL;
  readonly tills: readonly MarketTill[];
  readonly story: Story;
  readonly desk: OperatorDesk;
  readonly readPicture: PictureReader;
  /** For pictures of codes; removed at the end. */
  readonly folder: string;
  readonly receiptFile: string;
  readonly io: CommandIo;
  /** Opens an account for somebody who has just come, and activates a terminal. */
  welcome(payer: NewPayer): Promise<MarketPayer>;
  /** All who have come so far. */
  everybody(): readonly MarketPayer[];
}

export async function openMarket(parts: {
  readonly system: DemoSystem;
  readonly story: Story;
  readonly folder: string;
  readonly receiptFile: string;
  readonly io: CommandIo;
}): Promise<Market> {
  const { system, io, ...rest } = parts;
  const { server, keys } = system;
  const desk = createOperatorDesk(system, io.fetch);
  const payers: MarketPayer[] = [];
  return {
    ...rest,
    io,
    server,
    desk,
    tills: await Promise.all(keys.tills.map(({ key }) => openTill(key, server.href, io))),
    readPicture: await createNodePictureReader(),
    async welcome(newcomer) {
      const { fetch, clock } = io;
      const payer = await welcomePayer(newcomer, { desk, serverUrl: server.href, fetch, clock });
      payers.push(payer);
      return payer;
    },
    everybody: () => payers,
  };
}

/** Tills are taken in turn. */
export function tillAt({ tills }: Market, index: number): MarketTill {
  const till = tills[index % tills.length];
  if (till === undefined) throw new TallyError('arguments_wrong', { detail: 'The demo has no till.' });
  return till;
}
