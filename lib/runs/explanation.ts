import { z } from 'zod';
import {
  type Book,
  type Candidate,
  type Exclusion,
  type Explanation,
  exclusionReasons,
  type Factor,
} from '@/lib/routing/types';

const cost = z.number();
const costs = z.object({
  accounts: cost,
  neediness: cost,
  revenue: cost,
  red: cost,
  experience: cost,
  recency: cost,
}) satisfies z.ZodType<Record<Factor, number>>;

const book = z.object({
  accounts: z.number(),
  neediness: z.number(),
  revenue: z.number(),
  red: z.number(),
  green: z.number(),
}) satisfies z.ZodType<Book>;

const exclusion = z.object({
  csm: z.string(),
  reason: z.enum(exclusionReasons),
  until: z.number().nullable(),
}) satisfies z.ZodType<Exclusion>;

const candidate = z.object({
  csm: z.string(),
  tenureMonths: z.number().nullable(),
  cost,
  costs,
  score: z.number(),
  bookBefore: book,
  bookAfter: book,
  capacity: z.number(),
  exclusion: exclusion.nullable(),
  placedWith: z.string().nullable(),
}) satisfies z.ZodType<Candidate>;

/** An explanation as it is stored with a recommendation, in JSON. */
export const explanationSchema = z.object({
  chosen: candidate,
  alternatives: z.array(candidate),
  bestFit: candidate.nullable(),
  exclusions: z.array(exclusion),
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
}) satisfies z.ZodType<Explanation>;
