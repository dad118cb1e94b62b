import type { Account } from './account';
import { type Envelope, listed, refusal, success } from './answers';
import type { Credentials } from './credentials';
import { whyRefused } from './jwt';
import type { Session } from './session';

interface LoginData {
  readonly ACCOUNT_NAME?: string;
  readonly LOGIN_NAME?: string;
  readonly PASSWORD?: string;
  readonly AUTHENTICATOR?: string;
  readonly TOKEN?: string;
  readonly SESSION_PARAMETERS?: Readonly<Record<string, string | number | boolean>>;
}

/** What a login asks for: who in its body, where in its URL. */
export interface Login {
  readonly data: LoginData;
  readonly query: URLSearchParams;
}

/** Checks who logs in; answers the refusal where it is not they. */
export function checkLogin(
  { data }: Login,
  credentials: Credentials,
  now: Date,
): Envelope | undefined {
  const isUser = data.LOGIN_NAME?.toUpperCase() === credentials.user.toUpperCase();
  switch (data.AUTHENTICATOR?.toUpperCase()) {
    case 'SNOWFLAKE_JWT': {
      const account = data.ACCOUNT_NAME ?? '';
      const why = whyRefused(data.TOKEN ?? '', { account, credentials, now });
      return why === undefined && isUser
        ? undefined
        : refusal('390144', `JWT token is invalid. [${why ?? 'its user'}]`, {});
    }
    case 'OAUTH':
      return data.TOKEN === credentials.oauthToken
        ? undefined
        : refusal('390303', 'Invalid OAuth access token.', {});
    default:
      return isUser && data.PASSWORD === credentials.password
        ? undefined
        : refusal('390100', 'Incorrect username or password was specified.', {});
  }
}

/** Begins the session that a login asks for, in a database that is made where it is missing. */
export async function logIn(account: Account, { data, query }: Login, user: string) {
  const asked = (name: string) => query.get(name) ?? undefined;
  const database = asked('databaseName');
  const schema = asked('schemaName');
  if (database) await account.addDatabase(database.toUpperCase(), ['PUBLIC']);
  if (database && schema) {
    await account.addDatabase(database.toUpperCase(), [schema.toUpperCase()]);
  }
  return account.openSession({
    user,
    role: asked('roleName'),
    warehouse: asked('warehouse'),
    database,
    schema,
    parameters: data.SESSION_PARAMETERS ?? {},
  });
}

const sessionSeconds = 3600;
const masterSeconds = 14_400;

/** The tokens and parameters of a new session. */
export function loginAnswer(session: Session): Envelope {
  return success({
    masterToken: session.masterToken,
    token: session.token,
    validityInSeconds: sessionSeconds,
    masterValidityInSeconds: masterSeconds,
    displayUserName: session.user,
    serverVersion: '9.0.0',
    firstLogin: false,
    healthCheckInterval: 45,
    sessionId: session.id,
    parameters: listed(session),
    sessionInfo: {
      databaseName: session.database ?? null,
      schemaName: session.schema ?? null,
      warehouseName: session.warehouse ?? null,
      roleName: session.role,
    },
  });
}

/** A session's new token. */
export function renewalAnswer(session: Session): Envelope {
  return success({
    sessionToken: session.token,
    validityInSecondsST: sessionSeconds,
    masterToken: session.masterToken,
    validityInSecondsMT: masterSeconds,
    sessionId: session.id,
  });
}
