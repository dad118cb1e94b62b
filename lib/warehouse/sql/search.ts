import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { knownAccounts, knownCsms } from './known';
import { query } from './statement';

function questionsOf(containing: string, limit: number) {
  const needle = containing.trim().toLowerCase();
  // What begins with the text is more likely meant than what has it somewhere.
  const length = raw(String([...needle].length));
  // What begins with the text is more likely meant than what has it somewhere.
  const ranked = (name: Sql) => sql`ROW_NUMBER() OVER (
      ORDER BY CASE WHEN LEFT(LOWER(${name}), ${length}) = ${needle} THEN 0 ELSE 1 END,
        LOWER(${name}), ${name}
    )`;
  return answersTo({
    account: {
      columns: {
        id: as.text(raw('x.account_id')),
        name: as.optionalText(raw('x.account_name')),
        csm: as.optionalText(raw('x.current_csm')),
        place: as.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT a.account_id, a.account_name, a.current_csm,
    ${ranked(raw('COALESCE(a.account_name, a.account_id)'))} AS place
  FROM (
    ${knownAccounts(
      sql`CONTAINS(LOWER(COALESCE(account_name, '') || ' ' || account_id), ${needle})`,
    )}
  ) AS a
) AS x
WHERE x.place <= ${limit}`,
    },
    csm: {
      columns: {
        name: as.text(raw('x.csm_name')),
        active: as.flag(raw('x.is_active')),
        place: as.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT c.csm_name, c.is_active, ${ranked(raw('c.csm_name'))} AS place
  FROM (
    ${knownCsms}
  ) AS c
  WHERE CONTAINS(LOWER(c.csm_name), ${needle})
) AS x
WHERE x.place <= ${limit}`,
    },
  });
}

/** Answers the accounts and the CSMs whose name or id contains the text, so many of each. */
export function searchDesk(
  containing: string,
  limit: number,
): Query<z.infer<ReturnType<typeof questionsOf>['row']>> {
  const questions = questionsOf(containing, limit);
  return query('desk.search', questions.select, questions.row);
}
