import 'server-only';
import type { Context } from '@/lib/context';
import { reasonWords } from '@/lib/decisions/reasons';
import { AppError } from '@/lib/errors';
import type { Policy } from '@/lib/policy/policy';
import type { Candidate } from '@/lib/routing/types';
import { explanationSchema } from '@/lib/runs/explanation';
import { runResultSchema } from '@/lib/runs/result';
import { type CsmRow, csmStandings } from '@/lib/warehouse/sql/csms';
import {
  earlierDecisions,
  type ReviewMaterial,
  unreviewedOfRun,
} from '@/lib/warehouse/sql/review-material';
import { runById } from '@/lib/warehouse/sql/runs';
import type { StatementOptions } from '@/lib/warehouse/types';
import type { EarlierDecision, ReviewCsm, ReviewInput, ReviewItem } from './types';

const hour = 3_600_000;
const day = 24 * hour;
/** Only that many alternatives are offered. */
const offered = 5;

/** Reads what Claude is asked with: the run's recommendations that wait without a review. */
export async function readMaterial(
  { warehouse, now: clock }: Pick<Context, 'warehouse' | 'now'>,
  runId: string,
  policy: Policy,
  options?: StatementOptions,
): Promise<ReviewInput> {
  const now = clock();
  const [[run], material, csms, decisions] = await Promise.all([
    warehouse.read(runById(runId), options),
    warehouse.read(unreviewedOfRun(runId, 'pending'), options),
    warehouse.read(csmStandings({ now, limits: policy }), options),
    warehouse.read(earlierDecisions(runId, now), options),
  ]);
  if (!run?.result) throw new AppError('not_found', 'There is no such run.');
  const { fairness } = runResultSchema.parse(JSON.parse(run.result));
  const earlierOf = (id: string): EarlierDecision[] =>
    decisions
      .filter(({ recommendationId }) => recommendationId === id)
      .map(({ verb, csm, to, reason, note, at, sameAccount }) => ({
        ...{ verb, csm, sameAccount, to: verb === 'override' ? to : null },
        reason: [reason && reasonWords(reason), note].filter(Boolean).join(': '),
        daysAgo: (now.getTime() - at.getTime()) / day,
      }));
  return {
    policy,
    fairness,
    csms: csms.map((csm) => csmOf(csm, policy, now)),
    recommendations: material.map((row) => itemOf(row, earlierOf(row.recommendationId))),
  };
}

/** One recommendation as Claude is asked about it. */
export function itemOf(row: ReviewMaterial, earlier: readonly EarlierDecision[]): ReviewItem {
  const { chosen, alternatives, color } = explanationSchema.parse(JSON.parse(row.explanation));
  const { recommendationId, accountId: id, accountName: name } = row;
  const { neediness, health, revenue, segment, level, industry } = row;
  return {
    recommendationId,
    account: { id, name, neediness, health, color, revenue, segment, level, industry },
    recommended: candidateOf(chosen),
    alternatives: alternatives.slice(0, offered).map(candidateOf),
    earlier,
  };
}

function candidateOf({ csm, score, bookAfter }: Candidate) {
  return { csm, score, bookAfter };
}

function csmOf(csm: CsmRow, { coolingHours }: Policy, now: Date): ReviewCsm {
  const { name, tenureMonths, capacity, book, receivedAges, lastReceivedAt } = csm;
  const coolingUntil = (lastReceivedAt?.getTime() ?? 0) + coolingHours * hour;
  return {
    ...{ name, tenureMonths, capacity, book },
    coolingUntil: coolingUntil > now.getTime() ? new Date(coolingUntil).toISOString() : null,
    receivedDay: receivedAges.filter((age) => age < day).length,
    receivedWeek: receivedAges.length,
  };
}
