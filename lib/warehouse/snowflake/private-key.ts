import { createPrivateKey, type KeyObject } from 'node:crypto';

/** Snowflake takes no RSA key shorter than this. */
const leastBits = 2_048;

/** An opened key as PKCS #8 in PEM, not encrypted; or what is wrong, in words without the key. */
export type OpenedKey =
  | { readonly privateKey: string }
  | { readonly fault: 'key' | 'passphrase'; readonly words: string };

/** Opens a private key in PEM and checks that Snowflake would take it. */
export function openPrivateKey(pem: string, passphrase: string | undefined): OpenedKey {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    const found = /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem) ? '; this is the public key' : '';
    return fault(
      `must give a private key in PEM, from -----BEGIN PRIVATE KEY----- (or BEGIN ENCRYPTED PRIVATE KEY) to the END line${found}`,
    );
  }
  const encrypted = /BEGIN ENCRYPTED|Proc-Type:.*ENCRYPTED/.test(pem);
  if (encrypted && !passphrase) {
    return { fault: 'passphrase', words: 'must be set, because the private key is encrypted' };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(encrypted && { passphrase }) });
  } catch {
    // OpenSSL's words say less than ours, and are kept out of whatever shows this.
    if (!encrypted) return fault('must give a whole private key; this one is cut off or damaged');
    return { fault: 'passphrase', words: 'does not open the private key, or the key is damaged' };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < leastBits) {
    const kind = key.asymmetricKeyType === 'rsa' ? `of ${bits} bits` : `${key.asymmetricKeyType}`;
    return fault(`must give an RSA key of at least ${leastBits} bits; this one is ${kind}`);
  }
  return { privateKey: String(key.export({ format: 'pem', type: 'pkcs8' })) };
}

function fault(words: string): OpenedKey {
  return { fault: 'key', words };
}

/** Spells a key with line breaks that came through a variable as `\n` or as spaces. */
export function withLineBreaks(text: string): string {
  const broken = text.replaceAll(/\\r|\\n/g, '\n').trim();
  const parts = broken.match(/^(-----BEGIN [A-Z ]+-----)([^:]*)(-----END [A-Z ]+-----)$/);
  // Header lines, which the old format of encrypted keys has, must stay as they are.
  if (!parts) return broken;
  const [, head = '', body = '', foot = ''] = parts;
  return [head, ...body.split(/\s+/).filter(Boolean), foot].join('\n');
}
