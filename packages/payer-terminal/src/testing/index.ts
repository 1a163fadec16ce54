export {
  type EnrolledTerminal,
  enrolWith,
  enrolledTerminal,
  noonMs,
  testServerUrl,
} from './enrolled-terminal.ts';
export { modulesOfText } from './modules-of-text.ts';
export { readPicture } from './read-picture.ts';
export {
  type TreasuryHalf,
  aliasDays,
  createTreasuryHalf,
  firstAliasDay,
  noClockAlias,
} from './treasury-half.ts';
