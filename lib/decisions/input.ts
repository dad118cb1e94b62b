import { z } from 'zod';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { type OverrideReason, overrideReasons, type RejectReason, rejectReasons } from './labels';

const codesOf = <Code extends string>(reasons: Record<Code, string>) =>
  Object.keys(reasons) as [Code, ...Code[]];

/** A recommendation id: digits, as text. */
export const recommendationId = z
  .string({ error: 'must be a recommendation id' })
  .regex(/^\d{1,18}$/, 'must be a recommendation id');

/** Created by the client once per decision, which makes a retry idempotent. */
const requestId = z.uuid('must be a UUID');

const note = z
  .string()
  .trim()
  .max(2000, 'can have at most 2,000 characters')
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null);

const decisionFields = {
  recommendationId,
  requestId,
  /** The broken rules that the user saw and accepted. */
  acknowledged: z
    .array(z.enum(flags, { error: 'contains an unknown rule' }))
    .max(flags.length)
    .default([]),
  /** How long the details were on screen, in milliseconds. Invalid values count as unknown. */
  dwellMs: z.int().min(0).max(2_147_483_647).nullable().catch(null).default(null),
};

function requireNoteForOther(
  input: { reason: string; note: string | null },
  context: z.RefinementCtx,
) {
  if (input.reason === 'other' && !input.note) {
    context.addIssue({ code: 'custom', path: ['note'], message: 'is required for “Other”' });
  }
}

export const acceptInput = z.object(decisionFields);

export const overrideInput = z
  .object({
    ...decisionFields,
    csm: z.string({ error: 'is required' }).min(1, 'is required').max(100, 'is too long'),
    reason: z.enum(codesOf<OverrideReason>(overrideReasons), { error: 'is not a listed reason' }),
    note,
  })
  .superRefine(requireNoteForOther);

export const rejectInput = z
  .object({
    ...decisionFields,
    reason: z.enum(codesOf<RejectReason>(rejectReasons), { error: 'is not a listed reason' }),
    note,
  })
  .superRefine(requireNoteForOther);

export const undoInput = z.object({
  recommendationId,
  requestId,
  decisionId: z.uuid('must be a UUID'),
});

export type AcceptInput = z.input<typeof acceptInput>;
export type OverrideInput = z.input<typeof overrideInput>;
export type RejectInput = z.input<typeof rejectInput>;
export type UndoInput = z.input<typeof undoInput>;
