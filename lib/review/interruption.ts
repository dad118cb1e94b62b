import { unreviewedReasons } from './reasons';

/** What is recorded of a review whose process has gone. */
export const interruption = {
  code: 'interrupted',
  message: unreviewedReasons.interrupted,
} as const;
