import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate authority and a server certificate for this machine that it issued, in PEM. */
export interface TestCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** Issues a certificate for 127.0.0.1 whose revocation is checked at this URL. */
export function issueCertificate(ocspUrl: string): TestCertificate {
  const authorityKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serverKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = { name: 'Test authority', key: authorityKeys.privateKey };
  const subjectAltName = sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])));
  const ocspAccess = sequence(objectId(oids.ocsp), tagged(0x86, Buffer.from(ocspUrl)));
  return {
    authority: certificate(issuer, issuer.name, authorityKeys.publicKey, [
      extension(oids.basicConstraints, sequence(boolean(true))),
    ]),
    certificate: certificate(issuer, '127.0.0.1', serverKeys.publicKey, [
      extension(oids.subjectAltName, subjectAltName),
      extension(oids.authorityInfoAccess, sequence(ocspAccess)),
    ]),
    privateKey: serverKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Encoded object identifiers (X.690, 8.19). */
const oids = {
  commonName: '550403',
  sha256WithRsa: '2a864886f70d01010b',
  basicConstraints: '551d13',
  subjectAltName: '551d11',
  authorityInfoAccess: '2b06010505070101',
  ocsp: '2b06010505073001',
};

/** Encodes and signs a certificate (RFC 5280, 4.1). */
function certificate(
  issuer: { readonly name: string; readonly key: KeyObject },
  subject: string,
  publicKey: KeyObject,
  extensions: readonly Buffer[],
): string {
  const algorithm = sequence(objectId(oids.sha256WithRsa), tagged(0x05, Buffer.alloc(0)));
  const now = Date.now();
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer.name),
    sequence(time(now - 3_600_000), time(now + 3_600_000)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, issuer.key);
  const body = sequence(content, algorithm, bitString(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${body.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function extension(oid: string, value: Buffer): Buffer {
  return sequence(objectId(oid), tagged(0x04, value));
}

function commonName(name: string): Buffer {
  const attribute = sequence(objectId(oids.commonName), tagged(0x0c, Buffer.from(name)));
  return sequence(tagged(0x31, attribute));
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts));
const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const bitString = (bytes: Buffer) => tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));

/** A value with its tag and length, in the shortest form of a length, as DER requires. */
function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : longLength(length);
  return Buffer.concat([Buffer.from([tag, ...head]), value]);
}

const longLength = (length: number) => [0x82, length >> 8, length & 0xff];
