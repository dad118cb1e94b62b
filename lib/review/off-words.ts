import { unreviewedReasons } from './reasons';

/** Why nothing is reviewed, in words. */
export const offWords = {
  no_key: unreviewedReasons.no_key,
  disabled: 'Review is off: the policy in force has it switched off.',
} as const;

/** Why nothing is reviewed. */
export type ReviewOff = keyof typeof offWords;
