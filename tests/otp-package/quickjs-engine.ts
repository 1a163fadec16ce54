import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten-core';

import { moduleSource, resolveModule } from './module-sources.ts';

/** A small engine as a device may have it: the bare language, no clock but the one handed in, no network, no files. */
export interface SmallEngine {
  /** Runs a module; what it gives to `report(text)` is returned. Throws what the module throws. */
  readonly run: (code: string) => string;
  /** Runs a script, of which nothing stays; the engine keeps each module that it ever ran. */
  readonly runScript: (code: string) => void;
  /** Bytes that live objects take. */
  readonly usedBytes: () => number;
  readonly dispose: () => void;
}

/** What a device with little room would give it. */
const memoryLimitBytes = 8 * 1024 * 1024;

export async function startQuickJs(): Promise<SmallEngine> {
  const module = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(memoryLimitBytes);
  runtime.setModuleLoader(moduleSource, resolveModule);
  const context = runtime.newContext();
  let reported = '';
  let hasFailed = false;
  context
    .newFunction('report', (text: QuickJSHandle) => {
      reported = context.getString(text);
    })
    .consume((report) => context.setProp(context.global, 'report', report));
  return {
    run: (code) => {
      reported = '';
      hasFailed = true;
      runModule(context, code);
      hasFailed = false;
      return reported;
    },
    runScript: (code) => context.unwrapResult(context.evalCode(code)).dispose(),
    usedBytes: () => usedBytesOf(context),
    dispose: () => {
      // A module that failed keeps its objects, over which the engine would abort and hide the failure.
      if (hasFailed) return;
      context.dispose();
      runtime.dispose();
    },
  };
}

/** A module is a promise, which settles at once where nothing in it waits. */
function runModule(context: QuickJSContext, code: string): void {
  const result = context.unwrapResult(context.evalCode(code, '/main.js', { type: 'module' }));
  result.consume((module) => {
    context.unwrapResult(context.runtime.executePendingJobs());
    const state = context.getPromiseState(module);
    if (state.type === 'pending') throw new Error('the module waits for something that never comes');
    if (state.type === 'fulfilled') {
      if (state.notAPromise !== true) state.value.dispose();
      return;
    }
    const thrown: unknown = context.dump(state.error);
    state.error.dispose();
    throw new Error(`the module threw ${JSON.stringify(thrown)}`);
  });
}

function usedBytesOf(context: QuickJSContext): number {
  return context.runtime.computeMemoryUsage().consume((usage) => {
    return context.getProp(usage, 'memory_used_size').consume((size) => context.getNumber(size));
  });
}
