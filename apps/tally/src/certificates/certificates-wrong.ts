import { TallyError } from '@tallystick/foundation';

/** One sentence for the operator about a file of the folder of certificates. */
export function certificatesWrong(file: string, reason: string, cause?: unknown): TallyError {
  return new TallyError('certificates_wrong', { detail: `${file} can’t be used: ${reason}.`, cause });
}
