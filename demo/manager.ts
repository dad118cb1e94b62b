import { v4 as uuid } from 'uuid';
import { decide } from '@/lib/decisions/decide';
import type { Decision, DecisionOutcome } from '@/lib/decisions/decision-outcome';
import type { DecisionRequestInput } from '@/lib/decisions/input';
import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';
import { listCandidates } from '@/lib/decisions/recommendation-details';
import type { Flag } from '@/lib/engine/flags';
import type { Person } from '@/lib/server/auth/person';
import { setStatus } from './data-team';
import { endingReasons, noteTemplates, overrideWeights, rejectWeights } from './note-templates';
import { contextAt, type OpenRecommendation, type Simulation } from './simulation';

/** Probabilities of overriding and of rejecting, by what Claude said. */
const disagreement: Readonly<Record<'seen' | 'blind', Record<string, readonly [number, number]>>> =
  {
    seen: { approve: [0.05, 0.03], caution: [0.19, 0.1], reassign: [0.5, 0.14] },
    blind: { approve: [0.08, 0.05], caution: [0.14, 0.09], reassign: [0.3, 0.14] },
  };
const withoutReview = [0.09, 0.05] as const;

/** A decision, and the request to undo. */
interface MadeDecision {
  readonly verb: Decision['verb'];
  readonly requestId: string;
}

/** Warnings that expire within hours. */
const temporary: readonly Flag[] = ['cooling', 'velocity'];

/**
 * Decides a recommendation as a manager would: mostly accepts, and never breaks a rule.
 * @returns null to wait, because the CSM is cooling
 */
export async function decideAsManager(
  simulation: Simulation,
  open: OpenRecommendation,
  by: Person,
  at: number,
): Promise<MadeDecision | null> {
  const { random } = simulation;
  const { review, isBlind } = open;
  const [override, reject] =
    (review && disagreement[isBlind ? 'blind' : 'seen'][review.verdict]) ?? withoutReview;
  const draw = random.next();
  if (draw < reject) return rejectAsManager(simulation, open, by, at);
  if (draw < reject + override) {
    const suggested = !isBlind && random.chance(0.7) ? review?.suggestedCsm : null;
    const [reason] = random.weighted(overrideWeights, ([, weight]) => weight);
    const decided =
      (suggested &&
        (await overrideAsManager(simulation, open, by, at, {
          reason: 'model_suggestion',
          prefer: [],
          only: suggested,
        }))) ||
      (await overrideAsManager(simulation, open, by, at, { reason, prefer: open.alternatives }));
    if (decided) return decided;
  }
  const accepted = await acceptAsManager(simulation, open, by, at);
  if ('requestId' in accepted) return accepted;
  const { flags } = accepted;
  if (flags.every((flag) => temporary.includes(flag)) && random.chance(0.6)) return null;
  const options = { reason: 'recommendation_flagged', prefer: open.alternatives } as const;
  return (
    (await overrideAsManager(simulation, open, by, at, options)) ??
    rejectAsManager(simulation, open, by, at)
  );
}

/** Accepts, or returns the warnings that keep a manager from accepting. */
export async function acceptAsManager(
  simulation: Simulation,
  open: OpenRecommendation,
  by: Person,
  at: number,
): Promise<MadeDecision | { readonly flags: readonly Flag[] }> {
  const common = commonInput(simulation, open);
  const outcome = await send(simulation, by, at, {
    ...common,
    verb: 'accept',
    acknowledged: ['stale'],
  });
  if (outcome.status === 'refused' && outcome.error.code === 'needs_confirmation') {
    const flags = outcome.error.details?.flags as readonly Flag[];
    return { flags: flags.filter((flag) => flag !== 'stale') };
  }
  return release(simulation, open, outcome);
}

/**
 * Overrides to a CSM who may take the account now and has no pending recommendation. Null if there
 * is none.
 * @param options.prefer CSMs who are more likely to be chosen
 * @param options.only the one CSM who may be chosen; default: any
 */
export async function overrideAsManager(
  simulation: Simulation,
  open: OpenRecommendation,
  by: Person,
  at: number,
  options: {
    readonly reason: OverrideReason;
    readonly prefer: readonly string[];
    readonly only?: string;
  },
): Promise<MadeDecision | null> {
  const { random, reserved } = simulation;
  const ctx = contextAt(simulation, by, at);
  const taken = new Set(reserved.values());
  const { only, reason, prefer } = options;
  const candidates = await listCandidates(ctx, { recommendationId: open.id });
  const free = candidates
    .filter(({ exclusion }) => exclusion === null)
    .map(({ csm }) => csm)
    .filter((csm) => csm !== open.csm && !taken.has(csm) && (only ?? csm) === csm);
  if (free.length === 0) return null;
  const csm = random.weighted(free, (name) => (prefer.includes(name) ? 8 : 1));
  const outcome = await send(simulation, by, at, {
    ...commonInput(simulation, open),
    verb: 'override',
    csm,
    reason,
    note: noteOn(simulation, 'override', reason),
    acknowledged: ['stale'],
  });
  return release(simulation, open, outcome);
}

/** Rejects, for a random reason unless one is given. Some reasons end the account's need for a CSM. */
export async function rejectAsManager(
  simulation: Simulation,
  open: OpenRecommendation,
  by: Person,
  at: number,
  reason?: RejectReason,
): Promise<MadeDecision> {
  const { random } = simulation;
  const given = reason ?? random.weighted(rejectWeights, ([, weight]) => weight)[0];
  const outcome = await send(simulation, by, at, {
    ...commonInput(simulation, open),
    verb: 'reject',
    reason: given,
    note: noteOn(simulation, 'reject', given),
  });
  if (endingReasons.includes(given)) {
    await setStatus(simulation.warehouse, [open.accountId], 'Tech Touch');
  }
  return release(simulation, open, outcome);
}

/** Sends a request as a manager, at a simulated time. */
export async function send(
  simulation: Simulation,
  by: Person,
  at: number,
  request: DecisionRequestInput,
): Promise<DecisionOutcome> {
  const [outcome] = await decide(contextAt(simulation, by, at), { requests: [request] });
  if (!outcome) throw new Error('A request has no outcome.');
  return outcome;
}

/** @throws Error if the request was refused, because managers know what they may do */
function release(
  { reserved }: Simulation,
  { id }: OpenRecommendation,
  outcome: DecisionOutcome,
): MadeDecision {
  if (outcome.status === 'refused') throw new Error(outcome.error.message);
  reserved.delete(id);
  return { verb: outcome.decision.verb, requestId: outcome.requestId };
}

function commonInput({ random }: Simulation, open: OpenRecommendation) {
  const isWarned = open.review !== null && !open.isBlind && open.review.verdict !== 'approve';
  const seconds = (isWarned ? 14 : 8) * Math.exp(0.8 * random.normal());
  return {
    recommendationId: open.id,
    requestId: requestId(random),
    dwellMs: Math.round(1_000 * Math.min(600, seconds)),
  };
}

/** A random id (UUID version 4). */
export function requestId(random: Simulation['random']): string {
  const bytes = new Uint8Array(16);
  random.fill(bytes);
  return uuid({ random: bytes });
}

function noteOn({ random }: Simulation, verb: 'override' | 'reject', reason: string) {
  if (reason !== 'other' && !random.chance(0.3)) return null;
  return random.pick(noteTemplates[verb][reason] ?? []);
}
