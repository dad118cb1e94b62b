import type { Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { Bind, Command, Query } from '../types';

/** Names a composed statement and the schema of its rows. */
export function query<Row>(name: string, statement: Sql, row: z.ZodType<Row>): Query<Row> {
  return { name, sql: statement.sql, binds: statement.values as Bind[], row };
}

/** Names a composed statement that changes rows. */
export function command(name: string, statement: Sql): Command {
  return { name, sql: statement.sql, binds: statement.values as Bind[] };
}
