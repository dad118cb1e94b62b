import { z } from 'zod';
import {
  type Book,
  type Candidate,
  type Exclusion,
  type Explanation,
  exclusionReasons,
  type Factor,
} from '@/lib/engine/types';

const cost = z.number();
const costs = z.object({
  accounts: cost,
  neediness: cost,
  revenue: cost,
  red: cost,
  experience: cost,
  recency: cost,
}) satisfies z.ZodType<Record<Factor, number>>;

/** The totals of a book, stored as JSON. */
export const bookSchema = z.object({
  accounts: z.number(),
  neediness: z.number(),
  revenue: z.number(),
  red: z.number(),
  green: z.number(),
}) satisfies z.ZodType<Book>;

const exclusion = z.object({
  csm: z.string(),
  reason: z.enum(exclusionReasons),
  /** Epoch milliseconds. */
  until: z.number().nullable(),
}) satisfies z.ZodType<Exclusion>;

const candidate = z.object({
  csm: z.string(),
  tenureMonths: z.number().nullable(),
  cost,
  costs,
  score: z.number(),
  bookBefore: bookSchema,
  bookAfter: bookSchema,
  capacity: z.number(),
  /** Earlier books had no reservations. */
  reserved: z.number().default(0),
  exclusion: exclusion.nullable(),
  placedWith: z.string().nullable(),
}) satisfies z.ZodType<Candidate>;

const explanationFields = {
  chosen: candidate,
  alternatives: z.array(candidate),
  assumed: z
    .object({ neediness: z.number(), health: z.number(), revenue: z.number() })
    .partial()
    .transform(({ neediness, health, revenue }) => ({
      ...(neediness !== undefined && { neediness }),
      ...(health !== undefined && { health }),
      ...(revenue !== undefined && { revenue }),
    })),
  color: z.enum(['red', 'yellow', 'green']),
  needy: z.boolean(),
};

/** Until scores compared only with CSMs within reach, an explanation listed each excluded CSM. */
const earlierExplanation = z
  .object({
    ...explanationFields,
    exclusions: z.array(exclusion.extend({ score: z.number().nullable().default(null) })),
    /** Before each exclusion had a score. */
    bestFit: candidate.nullish(),
  })
  .transform(({ bestFit, exclusions, ...explanation }) => {
    const better = exclusions.flatMap(({ score, ...excluded }) => {
      const known = score ?? (excluded.csm === bestFit?.csm ? bestFit.score : null);
      return known === null ? [] : [{ ...excluded, score: known }];
    });
    const others = exclusions.filter(({ csm }) => !better.some((each) => each.csm === csm));
    return {
      ...explanation,
      better: better.sort((a, b) => b.score - a.score),
      excluded: others.map(({ csm, reason, until }) => ({ reason, until, csms: [csm] })),
    };
  });

/** An explanation, stored as JSON with its recommendation. */
export const explanationSchema = z.union([
  z.object({
    ...explanationFields,
    better: z.array(exclusion.extend({ score: z.number() })),
    excluded: z.array(exclusion.omit({ csm: true }).extend({ csms: z.array(z.string()) })),
  }),
  earlierExplanation,
]) satisfies z.ZodType<Explanation>;
