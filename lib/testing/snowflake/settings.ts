import { SnowflakeError, toSnowflakeError } from './errors';
import { defaultParameters, isParameter, readAlterSession } from './parameters';
import type { Session } from './session';

/**
 * Sets or unsets a session's parameters.
 * @throws SnowflakeError `001006` for a parameter that Snowflake does not know.
 */
export async function alterSession(session: Session, sql: string): Promise<void> {
  const asked = readAlterSession(sql);
  const changes =
    'set' in asked
      ? asked.set
      : asked.unset.map((name) => [name, defaultParameters[name]] as const);
  for (const [name, value] of changes) {
    if (!isParameter(name)) {
      throw new SnowflakeError(
        '001006',
        '22023',
        `SQL compilation error:\ninvalid parameter '${name}'`,
      );
    }
    if (name === 'TIMEZONE') {
      await session.connection.run(`SET TimeZone = '${value}'`).catch((error) => {
        throw toSnowflakeError(error);
      });
    }
    if (value === undefined) session.parameters.delete(name);
    else session.parameters.set(name, value);
  }
}

const word =
  /^\s*USE\s+(?:(ROLE|WAREHOUSE|DATABASE|SCHEMA)\s+)?(?:"?([\w$]+)"?\s*\.\s*)?"?([\w$]+)"?\s*;?\s*$/i;

/** Changes a session's role, warehouse, database or schema. */
export async function use(session: Session, sql: string): Promise<void> {
  const [, kind = 'DATABASE', database, name = ''] = word.exec(sql) ?? [];
  const value = name.toUpperCase();
  switch (database ? 'SCHEMA' : kind.toUpperCase()) {
    case 'ROLE':
      session.role = value;
      return;
    case 'WAREHOUSE':
      session.warehouse = value;
      return;
    case 'DATABASE':
      session.database = value;
      session.schema = 'PUBLIC';
      break;
    default:
      if (database) session.database = database.toUpperCase();
      session.schema = value;
  }
  await session.prepare();
}
