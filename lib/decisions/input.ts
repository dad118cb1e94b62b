import { z } from 'zod';
import { flags } from '@/lib/engine/flags';
import { MAX_REQUESTS } from './bulk';
import { type OverrideReason, overrideReasons, type RejectReason, rejectReasons } from './labels';

const codesOf = <Code extends string>(reasons: Record<Code, string>) =>
  Object.keys(reasons) as [Code, ...Code[]];

/** A recommendation id: digits, as text. */
export const recommendationId = z
  .string({ error: 'must be a recommendation id' })
  .regex(/^\d{1,18}$/, 'must be a recommendation id');

/** Created by the client once per decision, which makes a retry idempotent. */
const requestId = z.uuid('must be a UUID');

/** Of a note, in UTF-16 code units, as a browser counts them. */
export const MAX_NOTE_LENGTH = 2_000;

const note = z
  .string()
  .trim()
  .max(MAX_NOTE_LENGTH, 'can have at most 2,000 characters')
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

const acceptRequest = z.object({
  ...decisionFields,
  verb: z.literal('accept'),
  note: note.optional(),
});

const overrideRequest = z
  .object({
    ...decisionFields,
    verb: z.literal('override'),
    csm: z.string({ error: 'is required' }).min(1, 'is required').max(100, 'is too long'),
    reason: z.enum(codesOf<OverrideReason>(overrideReasons), { error: 'is not a listed reason' }),
    note,
  })
  .superRefine(requireNoteForOther);

const rejectRequest = z
  .object({
    ...decisionFields,
    verb: z.literal('reject'),
    reason: z.enum(codesOf<RejectReason>(rejectReasons), { error: 'is not a listed reason' }),
    note,
  })
  .superRefine(requireNoteForOther);

const undoRequest = z.object({
  recommendationId,
  requestId,
  verb: z.literal('undo'),
  /** The request id of the decision to undo, which the client knows before the server responds. */
  undoes: z.uuid('must be a UUID'),
});

/** One decision, or the undo of one. */
export const decisionRequest = z.discriminatedUnion(
  'verb',
  [acceptRequest, overrideRequest, rejectRequest, undoRequest],
  { error: 'must be accept, override, reject, or undo' },
);
export type DecisionRequest = z.output<typeof decisionRequest>;
export type DecisionRequestInput = z.input<typeof decisionRequest>;

export const decideInput = z.object({
  /** The email of the person who decided, if the client sends the requests later. */
  person: z.string().max(320, 'is too long').optional(),
  /** Each is parsed on its own, so that an invalid one does not stop the others. */
  requests: z
    .array(z.unknown(), { error: 'must be a list' })
    .min(1, 'must not be empty')
    .max(MAX_REQUESTS, `can have at most ${MAX_REQUESTS} decisions`),
});
export type DecideInput = z.input<typeof decideInput>;
