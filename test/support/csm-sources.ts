import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** Rows of the data team's sources of facts about CSMs. A source without rows is not created. */
export interface TestCsmSources {
  readonly customerHistory?: readonly {
    readonly csm: string | null;
    readonly date: string;
    readonly role?: string | null;
  }[];
  readonly accountCsms?: readonly { readonly csm: string | null; readonly date: string }[];
  readonly employees?: readonly {
    readonly first: string | null;
    readonly last: string | null;
    readonly manager: string | null;
    readonly status?: string | null;
    readonly week: string;
  }[];
}

const literal = (value: string | null) =>
  value === null ? 'CAST(NULL AS VARCHAR)' : `'${value.replaceAll("'", "''")}'`;
const dateLiteral = (value: string) => `CAST('${value}' AS DATE)`;

/** Creates the data team's sources, with rows. */
export async function createCsmSources(
  warehouse: Warehouse,
  { customerHistory, accountCsms, employees }: TestCsmSources,
): Promise<void> {
  const create = async (name: string, columns: string, rows: readonly (readonly string[])[]) => {
    const inserts = rows.map((row) => `INSERT INTO ${name} VALUES (${row.join(', ')})`);
    await warehouse.script([`CREATE TABLE ${name} (${columns})`, ...inserts].join(';\n'));
  };
  await warehouse.script(`CREATE SCHEMA IF NOT EXISTS DSV_WAREHOUSE.POST_SALES;
    CREATE SCHEMA IF NOT EXISTS DSV_WAREHOUSE.PUBLIC`);
  if (customerHistory) {
    await create(
      csmSourceNames.customerHistory,
      'preferred_csm_name VARCHAR, preferred_csm_role VARCHAR, calendar_date DATE',
      customerHistory.map(({ csm, date, role = 'Success Rep' }) => [
        literal(csm),
        literal(role),
        dateLiteral(date),
      ]),
    );
  }
  if (accountCsms) {
    await create(
      csmSourceNames.accountCsms,
      'preferred_csm_name VARCHAR, calendar_dt DATE',
      accountCsms.map(({ csm, date }) => [literal(csm), dateLiteral(date)]),
    );
  }
  if (employees) {
    await create(
      csmSourceNames.employees,
      `legal_first_name VARCHAR, legal_last_name VARCHAR, manager_name VARCHAR,
        active_status VARCHAR, week_end_date DATE`,
      employees.map(({ first, last, manager, status = 'Active', week }) => [
        literal(first),
        literal(last),
        literal(manager),
        literal(status),
        dateLiteral(week),
      ]),
    );
  }
}

/** Adds names to the list of active CSMs, without details. */
export async function activateCsms(
  warehouse: Warehouse,
  ...names: readonly string[]
): Promise<void> {
  const inserts = names.map(
    (name) => `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT ${literal(name)}`,
  );
  await warehouse.script(inserts.join(';\n'));
}

/** A date on which exactly this many months, or some days more, have passed. */
export function monthsAgo(months: number): string {
  return dateInMonth(months, Math.min(new Date().getUTCDate(), 28));
}

/** The first date on which this many months have not passed yet. */
export function almostMonthsAgo(months: number): string {
  return dateInMonth(months, new Date().getUTCDate() + 1);
}

function dateInMonth(monthsBefore: number, day: number): string {
  const today = new Date();
  const month = today.getUTCMonth() - monthsBefore;
  return new Date(Date.UTC(today.getUTCFullYear(), month, day)).toISOString().slice(0, 10);
}
