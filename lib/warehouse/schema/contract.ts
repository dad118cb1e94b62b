import { contractColumns } from '../sql/contract';
import type { Warehouse } from '../types';

const kinds = {
  text: { words: 'text', types: /^(VARCHAR|TEXT|STRING|CHAR)/ },
  number: {
    words: 'a number',
    types: /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC|NUMBER)/,
  },
  yesOrNo: { words: 'TRUE or FALSE', types: /^BOOLEAN/ },
  moment: { words: 'a date or timestamp', types: /^(DATE|TIMESTAMP)/ },
} as const;

/** The columns that a contract view must have, however it was redefined. */
const contract: Readonly<Record<string, Readonly<Record<string, keyof typeof kinds>>>> = {
  CSM_ROUTING_ACCOUNTS_V: {
    account_id: 'text',
    account_name: 'text',
    tenant_id: 'text',
    needs_csm: 'yesOrNo',
    needs_csm_since: 'moment',
    current_csm: 'text',
    neediness_score: 'number',
    health_score: 'number',
    health_color: 'text',
    revenue: 'number',
    account_segment: 'text',
    account_level: 'text',
    industry: 'text',
  },
  CSM_ROUTING_CSMS_V: {
    csm_name: 'text',
    is_active: 'yesOrNo',
    tenure_months: 'number',
    manager_name: 'text',
    segment: 'text',
    account_level: 'text',
    capacity: 'number',
    away_until: 'moment',
  },
};

/** DuckDB's type of a column that is a bare NULL, which goes for any. */
const untyped = '"NULL"';

/**
 * What is wrong with the contract views as they are defined now, a sentence each; none when they
 * have every column with a type that the program can read. Missing views are not its matter.
 */
export async function contractFaults(warehouse: Warehouse): Promise<readonly string[]> {
  const found = await warehouse.read(contractColumns());
  return Object.entries(contract).flatMap(([view, columns]) => {
    const types = new Map(
      found.filter((row) => row.view_name === view).map((row) => [row.column_name, row.data_type]),
    );
    if (types.size === 0) return [];
    return Object.entries(columns).flatMap(([column, kind]) => {
      const type = types.get(column);
      if (type === undefined) return [`${view} has no column ${column}.`];
      if (type === untyped || kinds[kind].types.test(type)) return [];
      return [`${view}: ${column} is ${type}, where ${kinds[kind].words} is needed.`];
    });
  });
}
