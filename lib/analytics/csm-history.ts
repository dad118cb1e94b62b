import { answersOf } from '@/lib/warehouse/sql/answers';
import type { CsmAnswer } from '@/lib/warehouse/sql/csm-page';
import { type Verb, verbs } from '@/lib/warehouse/sql/decisions';
import type { CsmDecision, CsmOutcomes, CsmWeek } from './csm-view';

/** What became of the recommendations of the period. */
export function outcomesOf(rows: readonly CsmAnswer[]): CsmOutcomes {
  const outcomes = answersOf(rows, 'outcome');
  const count = (theirs: boolean, state?: string) =>
    outcomes
      .filter((row) => row.theirs === theirs && (state === undefined || row.state === state))
      .reduce((all, row) => all + row.count, 0);
  const theirs = outcomes.filter((row) => row.theirs);
  const scored = theirs.reduce((all, row) => all + row.scored, 0);
  return {
    recommended: count(true),
    accepted: count(true, 'accepted'),
    overriddenAway: count(true, 'overridden'),
    rejected: count(true, 'rejected'),
    superseded: count(true, 'superseded'),
    pending: count(true, 'pending'),
    overriddenTo: count(false, 'overridden'),
    averageScore:
      scored === 0 ? null : theirs.reduce((all, row) => all + (row.score ?? 0), 0) / scored,
  };
}

/** Receipts of each week of the period, those without any included, oldest first. */
export function weeksOf(rows: readonly CsmAnswer[], weeks: readonly string[]): CsmWeek[] {
  const found = answersOf(rows, 'week');
  const receipts = (week: string, cause: string) =>
    found
      .filter((row) => row.week === week && row.cause === cause)
      .reduce((all, row) => all + row.receipts, 0);
  return weeks.map((week) => ({
    week,
    accepted: receipts(week, 'accepted'),
    overridden: receipts(week, 'overridden'),
    outside: receipts(week, 'outside'),
  }));
}

/** The newest decisions, newest first, with how many there were in the period. */
export function decisionsOf(rows: readonly CsmAnswer[]): {
  readonly newest: readonly CsmDecision[];
  readonly total: number;
} {
  const found = answersOf(rows, 'decision');
  const newest = found
    .map(({ question: _, total: __, verb, ...row }) => ({
      ...row,
      verb: verbs.find((one) => one === verb) as Verb,
    }))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return { newest, total: found[0]?.total ?? 0 };
}
