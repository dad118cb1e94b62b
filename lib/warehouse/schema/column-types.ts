import type { Warehouse } from '../types';

/** What an engine calls things where tables are defined; the rest is the same for all. */
export interface ColumnTypes {
  /** A moment in UTC, without a zone. */
  readonly moment: string;
  /** Text, with the length that it has in the data team's production tables. */
  readonly text: (length: number) => string;
  /** A score of a recommendation, whole in production. */
  readonly score: string;
  /** A number that the engine counts up. */
  readonly countedId: string;
  /** What must be there before the tables. */
  readonly beforeTables: readonly string[];
}

const sequence = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATION_ID';

const duckdb: ColumnTypes = {
  moment: 'TIMESTAMP',
  text: () => 'VARCHAR',
  score: 'DOUBLE',
  countedId: `BIGINT DEFAULT nextval('${sequence}')`,
  beforeTables: [`CREATE SEQUENCE IF NOT EXISTS ${sequence}`],
};

const snowflake: ColumnTypes = {
  moment: 'TIMESTAMP_NTZ',
  text: (length) => `VARCHAR(${length})`,
  score: 'NUMERIC(38, 0)',
  countedId: 'NUMERIC(38, 0) AUTOINCREMENT',
  beforeTables: [],
};

/** The types of each engine's columns. */
export const columnTypes: Readonly<Record<Warehouse['kind'], ColumnTypes>> = { duckdb, snowflake };
