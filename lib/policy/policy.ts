import { z } from 'zod';
import { defaultRoutingPolicy, type RoutingPolicy } from '@/lib/engine/policy';

const weight = z.number().min(0).max(10_000);
const count = z.number().int().min(1).max(100_000);
const hours = z
  .number()
  .min(0)
  .max(24 * 30);
const months = z.number().min(0).max(120);

const review = z.object({
  enabled: z.boolean().default(true),
  /** Maximum tokens of all kinds per calendar month in UTC; null for no limit. */
  monthlyTokens: z.number().int().min(0).max(1e12).nullable().default(null),
  /** The share (0–1) of recommendations whose review is hidden until the decision. */
  blindShare: z.number().min(0).max(1).default(0.1),
  /** Maximum duration of the review of a run. */
  deadlineSeconds: z.number().int().min(10).max(3600).default(180),
});

const className = z.string().max(100).nullable();

const scope = z.object({
  classes: z
    .array(z.object({ segment: className, level: className }))
    .min(1)
    .max(100)
    .readonly()
    .nullable(),
  statuses: z.array(z.string().min(1).max(100)).min(1).max(100).readonly().nullable(),
});

/** The most accounts that a policy or a run may give one CSM at once. */
export const MAX_PER_RUN = 50;

/** A stored policy version: the engine's policy and the review settings. */
export const policySchema = z.object({
  weights: z.object({
    accounts: weight,
    neediness: weight,
    revenue: weight,
    red: weight,
    experience: weight,
    recency: weight,
    waiting: weight.default(defaultRoutingPolicy.weights.waiting),
  }),
  waiting: z
    .object({ urgentFactor: z.number().min(1).max(100), overdueDays: z.number().min(0).max(365) })
    .default(defaultRoutingPolicy.waiting),
  scoreScale: z.number().min(0.01).max(10_000),
  // Policies stored before this setting compare with every CSM of the class.
  scoreWithinHours: hours.nullable().default(null),
  maxPerRun: z.number().int().min(1).max(MAX_PER_RUN),
  coolingHours: hours,
  pendingReserves: z.boolean(),
  velocity: z.object({ perWeek: count, newCsmTenureMonths: months, newCsmPerDay: count }),
  ramp: z.object({ highNeedPerWeek: count }).default(defaultRoutingPolicy.ramp),
  capacity: z.object({
    residentialCorporate: count,
    commercialCorporate: count,
    commercialEnterprise: count,
    residentialEnterprise: count,
    otherwise: count,
  }),
  health: z.object({
    redBelow: z.number().min(0).max(100),
    yellowBelow: z.number().min(0).max(100),
  }),
  neediness: z.object({ needyFrom: z.number().min(0).max(10) }),
  experience: z.object({ redMonths: months, needyMonths: months }),
  rejectedDays: z.number().int().min(0).max(3650),
  // Policies stored before there was a limit have the default.
  overdueAfterHours: hours.default(defaultRoutingPolicy.overdueAfterHours),
  scope: scope.default({ classes: null, statuses: null }),
  // Policies stored before reviews existed have no review settings.
  review: review.prefault({}),
}) satisfies z.ZodType<RoutingPolicy>;

export type Policy = z.infer<typeof policySchema>;

/** The policy of a new warehouse. */
export const defaultPolicy: Policy = { ...defaultRoutingPolicy, review: review.parse({}) };
