import { z } from 'zod';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { type OverrideReason, overrideReasons, type RejectReason, rejectReasons } from './labels';

const codesOf = <Code extends string>(reasons: Record<Code, string>) =>
  Object.keys(reasons) as [Code, ...Code[]];

/** A recommendation's number, as text. */
export const recommendationId = z
  .string({ error: 'is not a recommendation' })
  .regex(/^\d{1,18}$/, 'is not a recommendation');

/** Made by the client once per intent, so that a repeated request is answered and not done twice. */
const requestId = z.uuid('is not a request id');

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
  /** The rules the person saw and sets aside. */
  acknowledged: z
    .array(z.enum(flags, { error: 'names a rule that is not known' }))
    .max(flags.length)
    .default([]),
  /** Milliseconds that the record was in focus before; what is no such number counts as unknown. */
  dwellMs: z.int().min(0).max(2_147_483_647).nullable().catch(null).default(null),
};

function requireNoteForOther(
  input: { reason: string; note: string | null },
  context: z.RefinementCtx,
) {
  if (input.reason === 'other' && !input.note) {
    context.addIssue({ code: 'custom', path: ['note'], message: 'is needed for “another reason”' });
  }
}

export const acceptInput = z.object(decisionFields);

export const overrideInput = z
  .object({
    ...decisionFields,
    csm: z.string({ error: 'must be named' }).min(1, 'must be named').max(100, 'is too long'),
    reason: z.enum(codesOf<OverrideReason>(overrideReasons), { error: 'must be one of the list' }),
    note,
  })
  .superRefine(requireNoteForOther);

export const rejectInput = z
  .object({
    ...decisionFields,
    reason: z.enum(codesOf<RejectReason>(rejectReasons), { error: 'must be one of the list' }),
    note,
  })
  .superRefine(requireNoteForOther);

export const undoInput = z.object({
  recommendationId,
  requestId,
  decisionId: z.uuid('is not a decision'),
});

export type AcceptInput = z.input<typeof acceptInput>;
export type OverrideInput = z.input<typeof overrideInput>;
export type RejectInput = z.input<typeof rejectInput>;
export type UndoInput = z.input<typeof undoInput>;
