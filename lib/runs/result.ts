import { z } from 'zod';
import {
  exclusionReasons,
  type Fairness,
  type MatchQuality,
  type Proof,
} from '@/lib/routing/types';

const reason = z.enum(exclusionReasons);
const evenness = z.object({ cv: z.number(), gini: z.number(), maxOverMean: z.number() });
const spread = z.object({
  accounts: evenness,
  neediness: evenness,
  revenue: evenness,
  red: evenness,
});
const fairness = z.object({
  active: spread,
  eligible: spread,
  overCapacity: z.number(),
  nearCapacity: z.number(),
}) satisfies z.ZodType<Fairness>;
/** How evenly the books lay before a run, and after it as proposed. */
export const runFairnessSchema = z.object({ before: fairness, after: fairness });

const share = z.number().nullable();

const account = {
  accountId: z.string(),
  accountName: z.string(),
  neediness: z.number().nullable(),
  health: z.number().nullable(),
  color: z.enum(['red', 'yellow', 'green']).nullable(),
  revenue: z.number().nullable(),
  segment: z.string().nullable(),
  level: z.string().nullable(),
};

/** What a run found, kept whole with the run: its page needs nothing else. */
export const runResultSchema = z.object({
  placements: z.array(
    z.object({ ...account, csm: z.string(), cost: z.number(), score: z.number() }),
  ),
  deferrals: z.array(
    z.object({
      ...account,
      reason,
      /** Epoch milliseconds. */
      until: z.number().nullable(),
      counts: z.partialRecord(reason, z.number()),
    }),
  ),
  proof: z.object({
    placed: z.number(),
    primal: z.number(),
    bound: z.number(),
    rounds: z.number(),
  }) satisfies z.ZodType<Proof>,
  fairness: runFairnessSchema,
  match: z.object({
    needyWithExperienced: share,
    redWithSenior: share,
    newCsmGreen: share,
  }) satisfies z.ZodType<MatchQuality>,
  /** Milliseconds that each stage took; saving is not over when this is saved. */
  took: z.object({ reading: z.number(), solving: z.number() }),
});
export type RunResult = z.infer<typeof runResultSchema>;
