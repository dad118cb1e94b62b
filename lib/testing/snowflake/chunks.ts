import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

type Rows = readonly (readonly (string | null)[])[];

const keyHeader = 'x-amz-server-side-encryption-customer-key';

/** How many rows an answer holds, and how many each of its further chunks. */
export interface ChunkSizes {
  readonly first: number;
  readonly further: number;
}

/** The further rows of large answers, to be fetched with a key as from a cloud's storage. */
export class Chunks {
  readonly #bodies = new Map<string, Buffer>();
  readonly #key = randomBytes(32).toString('base64');

  constructor(
    private readonly url: string,
    private readonly sizes: ChunkSizes,
  ) {}

  /** What an answer says of its rows. */
  split(rows: Rows) {
    const { first, further } = this.sizes;
    if (rows.length <= first) return { rowset: rows };
    const chunks = [];
    for (let at = first; at < rows.length; at += further) {
      chunks.push(this.#store(rows.slice(at, at + further)));
    }
    return {
      rowset: rows.slice(0, first),
      qrmk: this.#key,
      chunkHeaders: {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        [keyHeader]: this.#key,
      },
      chunks,
    };
  }

  /** Answers a chunk's body, undefined for one that is not there or is asked without the key. */
  read(id: string, headers: Readonly<Record<string, unknown>>): Buffer | undefined {
    return headers[keyHeader] === this.#key ? this.#bodies.get(id) : undefined;
  }

  #store(rows: Rows) {
    const id = randomUUID();
    // A chunk is the rows of a JSON array without its brackets.
    const text = JSON.stringify(rows).slice(1, -1);
    const body = gzipSync(text);
    this.#bodies.set(id, body);
    return {
      url: `${this.url}/chunks/${id}`,
      rowCount: rows.length,
      uncompressedSize: Buffer.byteLength(text),
      compressedSize: body.length,
    };
  }
}
