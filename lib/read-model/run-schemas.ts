import { z } from 'zod';
import {
  exclusionReasons,
  type Fairness,
  type Proof,
  type RunMatchQuality,
} from '@/lib/engine/types';

const exclusionReason = z.enum(exclusionReasons);
const evenness = z.object({ cv: z.number(), gini: z.number(), maxOverMean: z.number() }).nullable();
const evennessOfAmounts = z.object({
  accounts: evenness,
  neediness: evenness,
  revenue: evenness,
  red: evenness,
});
const fullness = z.object({ accounts: evenness, neediness: evenness, revenue: evenness });
const capacityCounts = { overCapacity: z.number(), nearCapacity: z.number() };

const NOT_COMPARED = { accounts: null, neediness: null, revenue: null };

/** Earlier runs stored that a single CSM is perfectly even. */
function withoutLoneCsm<Group extends Pick<Fairness, 'csms' | 'fullness'>>(group: Group): Group {
  return group.csms > 1 ? group : { ...group, fullness: NOT_COMPARED };
}

const fairness = z
  .object({
    csms: z.number(),
    fullness,
    byClass: z.array(
      z
        .object({
          classes: z.array(
            z.object({ segment: z.string().nullable(), level: z.string().nullable() }),
          ),
          csms: z.number(),
          fullness,
        })
        .transform(withoutLoneCsm),
    ),
    amounts: evennessOfAmounts,
    ...capacityCounts,
  })
  .transform(withoutLoneCsm) satisfies z.ZodType<Fairness>;

const amountFairness = z.object({
  active: evennessOfAmounts,
  eligible: evennessOfAmounts,
  ...capacityCounts,
});

/** What runs stored before fullness was measured within classes. */
type AmountFairness = z.infer<typeof amountFairness>;

/**
 * Fairness before a run, and after it if all recommendations are accepted. Earlier runs have only the
 * evenness of raw amounts, which can't be compared with the evenness within classes.
 */
export type RunFairness =
  | { readonly measure: 'within_class'; readonly before: Fairness; readonly after: Fairness }
  | {
      readonly measure: 'raw_amounts';
      readonly before: AmountFairness;
      readonly after: AmountFairness;
    };
export const runFairnessSchema: z.ZodType<RunFairness> = z.union([
  z.object({ measure: z.literal('within_class'), before: fairness, after: fairness }),
  z
    .object({ before: amountFairness, after: amountFairness })
    .transform((stored) => ({ measure: 'raw_amounts' as const, ...stored })),
]);

const share = z.number().nullable();

const accountFields = {
  accountId: z.string(),
  accountName: z.string(),
  neediness: z.number().nullable(),
  health: z.number().nullable(),
  color: z.enum(['red', 'yellow', 'green']).nullable(),
  revenue: z.number().nullable(),
  segment: z.string().nullable(),
  level: z.string().nullable(),
};

/** The pending recommendation of a refreshed account. */
const earlierRecommendation = z.object({
  id: z.string(),
  csm: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});

/** Why a refresh did not place an account again. */
export const skipReasons = ['no_longer_needed', 'assigned_elsewhere', 'decided'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Until drains were solved as one problem, a run had rounds, each with one account per CSM. */
const proofInRounds = z
  .object({ placed: z.number(), primal: z.number(), bound: z.number(), rounds: z.number() })
  .transform((proof) => ({
    ...proof,
    method: proof.rounds > 1 ? ('rounds' as const) : ('assignment' as const),
    placedBound: proof.placed,
    waiting: 0,
    gapPercent: null,
  }));

const proofSchema = z.union([
  z.object({
    method: z.enum(['assignment', 'drain']),
    placed: z.number(),
    placedBound: z.number(),
    primal: z.number(),
    bound: z.number(),
    waiting: z.number(),
    gapPercent: z.number().nullable(),
  }) satisfies z.ZodType<Proof>,
  proofInRounds,
]);
/** A stored proof, also of an earlier method. */
export type StoredProof = z.infer<typeof proofSchema>;

/** An account that a run did not place, with its data then. */
export const deferralSchema = z.object({
  ...accountFields,
  reason: exclusionReason,
  /** Epoch milliseconds. */
  until: z.number().nullable(),
  counts: z.partialRecord(exclusionReason, z.number()),
  /** In a refresh: the recommendation that stays pending. */
  keeps: earlierRecommendation.optional(),
});
export type RunDeferral = z.infer<typeof deferralSchema>;

/** The result of a run, stored as JSON with the run, except for its deferrals. */
export const runResultSchema = z.object({
  placements: z.array(
    z.object({
      ...accountFields,
      csm: z.string(),
      cost: z.number(),
      score: z.number(),
      /** In a refresh: the recommendation that this one replaces. */
      replaces: earlierRecommendation.optional(),
    }),
  ),
  /**
   * The accounts that it did not place. They are stored apart: a result that was read has the first ones.
   * Earlier runs stored up to 500 here.
   */
  deferrals: z.array(deferralSchema).default([]),
  /** Why accounts that some active CSM takes were deferred: how many for each reason. Missing in earlier runs. */
  reasons: z.partialRecord(exclusionReason, z.number()).optional(),
  /** What a refresh did not place again; missing for other runs. */
  refresh: z
    .object({
      skipped: z.array(
        z.object({
          accountId: z.string(),
          accountName: z.string(),
          /** The recommended CSM. */
          csm: z.string(),
          reason: z.enum(skipReasons),
        }),
      ),
      /** How many stale recommendations were beyond the limit of a run. */
      left: z.number(),
    })
    .optional(),
  /** How many accounts could not be placed; missing if all of them are listed. */
  deferred: z.number().optional(),
  /** How many could have been placed if the batch had not been full. */
  left: z.number().default(0),
  /** Waiting accounts of classes that no active CSM takes. */
  untaken: z
    .array(
      z.object({
        segment: z.string().nullable(),
        level: z.string().nullable(),
        accounts: z.number(),
        /** Epoch milliseconds. */
        waitingSince: z.number().nullable(),
      }),
    )
    .default([]),
  proof: proofSchema,
  fairness: runFairnessSchema,
  match: z.object({
    needyWithExperienced: share,
    redWithSenior: share,
    newCsmGreen: share,
    /** Runs stored earlier did not measure it. */
    waits: z.object({ longest: z.number(), p95: z.number() }).nullable().default(null),
  }) satisfies z.ZodType<RunMatchQuality>,
  /** Duration of each stage in milliseconds. Saving is still running when this is stored. */
  took: z.object({ reading: z.number(), solving: z.number() }),
});
export type RunResult = z.infer<typeof runResultSchema>;

/** The reasons that exclude a CSM from every account. */
export type UnavailableReason = 'away' | 'cooling' | 'velocity';

// One check per list: the ledger parses thousands of these, and z.array() would check each name.
const nameList = z.custom<readonly string[]>(
  (names) => Array.isArray(names) && names.every((name) => typeof name === 'string'),
  'must be a list of names',
);

/** The active CSMs who were unavailable when a run started, by reason; names in code-unit order. */
export const unavailableSchema = z.object({
  away: nameList,
  cooling: nameList,
  velocity: nameList,
}) satisfies z.ZodType<Record<UnavailableReason, readonly string[]>>;
export type UnavailableCsms = z.infer<typeof unavailableSchema>;

/**
 * How many accounts each active CSM had when a run started, with pending recommendations, and their
 * capacity: by name, as `[accounts, capacity]`.
 */
export const runBooksSchema = z.record(z.string(), z.tuple([z.number(), z.number()]));
export type RunBooks = z.infer<typeof runBooksSchema>;
