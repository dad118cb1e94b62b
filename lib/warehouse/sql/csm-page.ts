import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { csmTables } from './csm-tables';
import { at } from './fields';
import type { Limits } from './limits';
import type { LocalClock } from './local-time';
import { within } from './scope';
import { hoursBefore } from './standing';
import { query } from './statement';
import { t } from './tables';

/** What a book may be sorted by, and the column that it is. */
const bookColumns = {
  name: 'LOWER(COALESCE(a.account_name, a.account_id))',
  neediness: 'a.neediness',
  health: 'a.health',
  revenue: 'a.revenue',
  class: "LOWER(COALESCE(a.account_segment, '') || ' ' || COALESCE(a.account_level, ''))",
  since: 'g.assigned_at',
} as const;
export type BookColumn = keyof typeof bookColumns;
export const bookSorts = Object.keys(bookColumns) as BookColumn[];

export interface CsmPageAsked {
  readonly name: string;
  readonly now: Date;
  readonly limits: Limits & { readonly neediness: { readonly needyFrom: number } };
  /** What is told of the history. */
  readonly period: { readonly from: Date; readonly to: Date; readonly clock: LocalClock };
  readonly book: {
    readonly sort: BookColumn;
    readonly descending: boolean;
    readonly limit: number;
    readonly offset: number;
  };
  /** How many decisions are told at most, the newest. */
  readonly newest: number;
}

function questionsOf({ name, now, limits, period, book, newest }: CsmPageAsked) {
  const direction = raw(book.descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
  const mix = (color: string) => as.number(raw(`COALESCE(COUNT_IF(a.color = '${color}'), 0)`));
  return answersTo({
    receipts: {
      columns: {
        receivedAges: as.numbers(raw('v.received_ages')),
        lastReceivedAt: as.optionalMoment(raw('l.last_received_at')),
        reservedAt: as.optionalMoment(raw('p.reserved_at')),
        /** Whether anything was ever recommended of them or assigned to them. */
        known: as.flag(raw('l.receipts > 0 OR p.recommendations > 0')),
      },
      from: sql`FROM (
  SELECT LISTAGG(CAST(DATEDIFF('millisecond', received_at, ${at(now)}) AS VARCHAR), ',')
    AS received_ages
  FROM received
  WHERE csm_name = ${name} AND received_at > ${at(hoursBefore(now, 24 * 7))}
) AS v
CROSS JOIN (
  SELECT MAX(received_at) AS last_received_at, COUNT(*) AS receipts
  FROM (
    SELECT CASE WHEN was_assigned THEN recommendation_timestamp END AS received_at
    FROM ${t.recommendations}
    WHERE recommended_csm = ${name}
    UNION ALL
    SELECT assignment_date AS received_at FROM ${t.assignments} WHERE csm_name = ${name}
  ) AS receipts
) AS l
CROSS JOIN (
  SELECT COUNT(*) AS recommendations,
    MAX(CASE WHEN state = 'pending' AND theirs AND account_id IS NOT NULL
      THEN recommendation_timestamp END) AS reserved_at
  FROM judged
) AS p`,
    },
    book: {
      columns: {
        accounts: as.number(raw('COUNT(*)')),
        red: mix('red'),
        yellow: mix('yellow'),
        green: mix('green'),
        needy: as.number(sql`COALESCE(COUNT_IF(a.neediness >= ${limits.neediness.needyFrom}), 0)`),
      },
      from: sql`FROM known_accounts AS a WHERE a.current_csm = ${name}`,
    },
    account: {
      columns: {
        id: as.text(raw('x.account_id')),
        name: as.optionalText(raw('x.account_name')),
        neediness: as.optionalNumber(raw('x.neediness')),
        health: as.optionalNumber(raw('x.health')),
        color: as.optionalText(raw('x.color')),
        revenue: as.optionalNumber(raw('x.revenue')),
        segment: as.optionalText(raw('x.account_segment')),
        level: as.optionalText(raw('x.account_level')),
        since: as.optionalMoment(raw('x.assigned_at')),
        place: as.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT a.*, g.assigned_at,
    ROW_NUMBER() OVER (ORDER BY ${raw(bookColumns[book.sort])} ${direction}, a.account_id) AS place
  FROM known_accounts AS a
  LEFT JOIN (
    SELECT account_id, MAX(assignment_date) AS assigned_at
    FROM ${t.assignments}
    WHERE csm_name = ${name}
    GROUP BY account_id
  ) AS g ON g.account_id = a.account_id
  WHERE a.current_csm = ${name}
) AS x
WHERE x.place > ${book.offset} AND x.place <= ${book.offset + book.limit}`,
    },
    /** Receipts by week and by how they came about. */
    week: {
      columns: {
        week: as.day(raw('g.week')),
        cause: as.text(raw('g.cause')),
        receipts: as.number(raw('COUNT(*)')),
      },
      from: sql`FROM got AS g
GROUP BY g.week, g.cause`,
    },
    /** Recommendations of the period: of this CSM by what became of them, and those given to them. */
    outcome: {
      columns: {
        theirs: as.flag(raw('j.theirs')),
        state: as.text(raw('j.state')),
        count: as.number(raw('COUNT(*)')),
        scored: as.number(raw('COUNT(j.optimization_score)')),
        score: as.optionalNumber(raw('SUM(j.optimization_score)')),
      },
      from: sql`FROM judged AS j
WHERE ${within(raw('j.recommendation_timestamp'), period)}
GROUP BY j.theirs, j.state`,
    },
    decision: {
      columns: {
        id: as.text(raw('x.decision_id')),
        accountId: as.text(raw('x.account_id')),
        accountName: as.optionalText(raw('a.account_name')),
        verb: as.text(raw('x.verb')),
        from: as.optionalText(raw('x.recommended_csm')),
        to: as.optionalText(raw('x.csm_name')),
        reason: as.optionalText(raw('x.reason')),
        note: as.optionalText(raw('x.note')),
        byName: as.text(raw('x.decided_by_name')),
        at: as.moment(raw('x.decided_at')),
        total: as.number(raw('x.total')),
      },
      from: sql`FROM (
  SELECT d.*, COUNT(*) OVER () AS total
  FROM about AS d
  ORDER BY d.decided_at DESC, d.decision_id DESC
  LIMIT ${newest}
) AS x
LEFT JOIN known_accounts AS a ON a.account_id = x.account_id`,
    },
  });
}

/** A row that answers one of the questions about a CSM. */
export type CsmAnswer = z.infer<ReturnType<typeof questionsOf>['row']>;

/** Answers what a CSM received lately, what they own, and what happened in a period. */
export function csmPage(asked: CsmPageAsked): Query<CsmAnswer> {
  const questions = questionsOf(asked);
  return query('csms.page', sql`WITH ${csmTables(asked)}\n${questions.select}`, questions.row);
}
