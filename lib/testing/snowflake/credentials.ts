import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';

/** Who may log in, in every account of a server, and by what. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly oauthToken: string;
}

/** Makes credentials that nothing else has. */
export function makeCredentials(): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    user: 'CSM_ROUTING',
    password: randomUUID(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey,
    oauthToken: `oauth-${randomUUID()}`,
  };
}

/** A public key's name in Snowflake: `SHA256:` and the digest of its SPKI. */
export function fingerprint(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(spki).digest('base64')}`;
}
