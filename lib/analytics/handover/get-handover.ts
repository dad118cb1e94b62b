import 'server-only';
import { z } from 'zod';
import { type Period, parseScope, type ScopeInput, withTeams } from '@/lib/analytics/shared/scope';
import { loadManagers, type ManagerOf } from '@/lib/analytics/shared/teams';
import { compareNames } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import { type RunFairness, runFairnessSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { type HandoverFigure, handoverFigures } from '@/lib/warehouse/sql/analytics/handover';
import {
  type HandoverEventRow,
  handoverEvents,
  type handoverVerbs,
} from '@/lib/warehouse/sql/analytics/handover-events';
import { type OpenAccountRow, openAccounts } from '@/lib/warehouse/sql/analytics/handover-open';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { deferralsOf, type OpenReason } from './open-reasons';

/** Rows per page of each list: more than a month of most companies, so that a printout is complete. */
export const handoverPageSize = 1000;

export type HandoverVerb = (typeof handoverVerbs)[number];

/** A decision in effect, or an assignment outside the app. */
export type HandoverEvent = Omit<HandoverEventRow, 'key' | 'total'>;

/** An account that still needs a CSM. */
export type OpenAccount = Omit<OpenAccountRow, 'key' | 'total' | 'pending'> & {
  /** Why the newest batch run did not place it; null if it was not among its accounts. */
  readonly deferral: OpenReason | null;
};

/** A page of a list. */
export interface HandoverList<Row> {
  readonly page: number;
  /** Rows of all pages. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Accounts of a class that waited for a CSM when the period began, came in, and wait at its end. */
export interface ClassIntake {
  readonly segment: string | null;
  readonly level: string | null;
  readonly waitedBefore: number;
  readonly cameIn: number;
  readonly waitedAfter: number;
  /** Since when the longest-waiting account waited. */
  readonly longestBefore: Date | null;
  readonly longestAfter: Date | null;
}

/** How many accounts a CSM received, by how. */
export interface CsmReceipts {
  readonly csm: string;
  /** To whom they report now. */
  readonly manager: string | null;
  readonly received: number;
  readonly accepted: number;
  readonly overridden: number;
  readonly outside: number;
}

/** Fairness before or after a run. */
export interface RunMoment {
  readonly runId: string;
  readonly at: Date;
  readonly fairness: RunFairness;
}

/** Decisions that overrode the same rules for the same reason. */
export interface ExceptionCount {
  readonly verb: HandoverVerb;
  readonly rules: readonly string[];
  readonly reason: string | null;
  readonly decisions: number;
}

/** What one week hands over to the next. */
export interface Handover {
  readonly period: Period;
  /** The end of the period, or now if that is earlier. */
  readonly end: Date;
  readonly now: Date;
  /** Most accounts first. */
  readonly classes: readonly ClassIntake[];
  readonly decided: {
    readonly received: number;
    readonly csms: number;
    readonly accepted: number;
    readonly overridden: number;
    readonly rejected: number;
    readonly outside: number;
    readonly againstRules: number;
    readonly medianMs: number | null;
  };
  /** Most accounts first. */
  readonly receipts: readonly CsmReceipts[];
  readonly events: HandoverList<HandoverEvent>;
  /** Decisions that overrode a rule, chose another CSM, or rejected. */
  readonly exceptions: HandoverList<HandoverEvent>;
  /** Most frequent first. */
  readonly exceptionCounts: readonly ExceptionCount[];
  /** Company-wide; null if no run of the period stored its fairness. */
  readonly runs: { readonly first: RunMoment; readonly last: RunMoment } | null;
  readonly open: HandoverList<OpenAccount> & {
    /** Of all of them, those with a pending recommendation. */
    readonly pending: number;
  };
  readonly lastRun: { readonly id: string; readonly at: Date } | null;
}

const pagesInput = z.object({
  decided: pageNumberSchema.default(1),
  exceptions: pageNumberSchema.default(1),
  open: pageNumberSchema.default(1),
});

/**
 * Returns what came in during a period, who got it, who decided it and how long that took, which rules
 * were overridden and why, fairness and waiting before and after, and what is open now. Class filters
 * apply to all of it except fairness; team filters apply to decisions and pending recommendations.
 * @throws AppError `invalid_input`
 */
export async function getHandover(
  ctx: Context,
  input: ScopeInput,
  pagesRequested: z.input<typeof pagesInput> = {},
): Promise<Handover> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const pages = parseInput(pagesInput, pagesRequested);
  const { period, ...scope } = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  // Exclusive, so that what was decided right now is over.
  const end = new Date(Math.min(scope.to.getTime(), now.getTime() + 1));
  const request = { scope, limits: policy, end, until: openUntil(scope.to, now) };
  const [figures, events, open, managerOf] = await Promise.all([
    ctx.warehouse.read(handoverFigures(request)),
    readPage(pages.decided, handoverPageSize, (part) =>
      ctx.warehouse.read(handoverEvents(scope, part)),
    ),
    readPage(pages.open, handoverPageSize, (part) =>
      ctx.warehouse.read(openAccounts(request, part)),
    ),
    loadManagers(ctx),
  ]);
  const exceptions =
    events.total <= handoverPageSize
      ? onePage(events.rows.filter(isException))
      : await readPage(pages.exceptions, handoverPageSize, (part) =>
          ctx.warehouse.read(handoverEvents(scope, part, { exceptions: true })),
        );
  const [lastRun] = rowsFor(figures, 'lastRun');
  const deferrals = await deferralsOf(ctx, lastRun);
  return {
    period,
    end,
    now,
    classes: classIntake(figures),
    decided: decidedTotals(figures),
    receipts: csmReceipts(figures, managerOf),
    events: { ...events, rows: events.rows.map(toEvent) },
    exceptions: { ...exceptions, rows: exceptions.rows.map(toEvent) },
    exceptionCounts: exceptionCounts(figures),
    runs: runMoments(figures),
    open: {
      ...open,
      rows: open.rows.map((row) => toOpenAccount(row, deferrals)),
      pending: open.rows[0]?.pending ?? 0,
    },
    lastRun: lastRun ? { id: lastRun.id, at: lastRun.at } : null,
  };
}

/**
 * Before when an account that is still open started to need a CSM. Null if the period contains now: then all
 * of them did, because a start in the future counts as now.
 */
export function openUntil(to: Date, now: Date): Date | null {
  return now < to ? null : to;
}

/** Whether a decision overrode a rule or did not accept the recommendation; as in the statement. */
function isException({ rules, verb }: Pick<ExceptionCount, 'rules' | 'verb'>): boolean {
  return rules.length > 0 || verb === 'override' || verb === 'reject';
}

function onePage<Row>(rows: readonly Row[]): HandoverList<Row> {
  return { page: 1, total: rows.length, rows };
}

/** A row without what only paging needs. */
export function toEvent({ key: _, total: __, ...event }: HandoverEventRow): HandoverEvent {
  return event;
}

/** Adds why the newest run did not place an account. A pending one needs no reason. */
export function toOpenAccount(
  { key: _, total: __, pending: ___, ...account }: OpenAccountRow,
  deferrals: ReadonlyMap<string, OpenReason>,
): OpenAccount {
  const deferral = account.recommendation ? null : (deferrals.get(account.id) ?? null);
  return { ...account, deferral };
}

function classIntake(figures: readonly HandoverFigure[]): ClassIntake[] {
  return rowsFor(figures, 'classes')
    .map(({ question: _, ...row }) => row)
    .filter(({ cameIn, waitedBefore, waitedAfter }) => cameIn + waitedBefore + waitedAfter > 0)
    .sort(
      (a, b) =>
        b.cameIn - a.cameIn || b.waitedAfter - a.waitedAfter || b.waitedBefore - a.waitedBefore,
    );
}

function decidedTotals(figures: readonly HandoverFigure[]): Handover['decided'] {
  const groups = rowsFor(figures, 'decided');
  const count = (is: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(is).reduce((total, group) => total + group.count, 0);
  return {
    received: count(({ verb }) => verb !== 'reject'),
    csms: groups[0]?.csms ?? 0,
    accepted: count(({ verb }) => verb === 'accept'),
    overridden: count(({ verb }) => verb === 'override'),
    rejected: count(({ verb }) => verb === 'reject'),
    outside: count(({ verb }) => verb === 'outside'),
    againstRules: count(({ rules }) => rules !== null),
    medianMs: groups[0]?.medianMs ?? null,
  };
}

function csmReceipts(figures: readonly HandoverFigure[], managerOf: ManagerOf): CsmReceipts[] {
  const groups = rowsFor(figures, 'decided');
  const names = new Set(groups.flatMap(({ csm }) => csm ?? []));
  return [...names]
    .map((csm) => {
      const count = (verb?: HandoverVerb) =>
        groups
          .filter((group) => group.csm === csm && (!verb || group.verb === verb))
          .reduce((total, group) => total + group.count, 0);
      return {
        csm,
        manager: managerOf(csm),
        received: count(),
        accepted: count('accept'),
        overridden: count('override'),
        outside: count('outside'),
      };
    })
    .sort((a, b) => b.received - a.received || compareNames(a.csm, b.csm));
}

function exceptionCounts(figures: readonly HandoverFigure[]): ExceptionCount[] {
  const counts = new Map<string, ExceptionCount>();
  for (const { verb, rules: text, reason, count } of rowsFor(figures, 'decided')) {
    const rules = text?.split(' ') ?? [];
    const key = JSON.stringify([verb, rules, reason]);
    const decisions = (counts.get(key)?.decisions ?? 0) + count;
    counts.set(key, { verb, rules, reason, decisions });
  }
  return [...counts.values()].filter(isException).sort((x, y) => y.decisions - x.decisions);
}

function runMoments(figures: readonly HandoverFigure[]): Handover['runs'] {
  const runs = rowsFor(figures, 'runs');
  const moment = (run: (typeof runs)[number] | undefined): RunMoment | null =>
    run
      ? { runId: run.id, at: run.at, fairness: runFairnessSchema.parse(JSON.parse(run.fairness)) }
      : null;
  const first = moment(runs.find(({ isFirst }) => isFirst));
  const last = moment(runs.find(({ isLast }) => isLast));
  return first && last && { first, last };
}
