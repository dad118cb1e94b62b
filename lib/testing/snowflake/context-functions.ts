import { ofDatabase } from './information-schema';
import { outsideText } from './outside-text';
import type { Session } from './session';

const pattern =
  /\bCURRENT_(ROLE|USER|WAREHOUSE|DATABASE|SCHEMA|ACCOUNT|SESSION|VERSION)\s*\(\s*\)/gi;

/** Puts what the session is in place of what asks for it. */
export function inSession(session: Session, sql: string): string {
  const values: Readonly<Record<string, string | undefined>> = {
    ROLE: session.role,
    USER: session.user,
    WAREHOUSE: session.warehouse,
    DATABASE: session.database,
    SCHEMA: session.schema,
    ACCOUNT: session.account.name,
    SESSION: String(session.id),
    VERSION: '9.0.0',
  };
  return outsideText(sql, {
    code: (text) =>
      ofDatabase(text, session.database).replace(pattern, (_, what: string) => {
        const value = values[what.toUpperCase()];
        return value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
      }),
  });
}
