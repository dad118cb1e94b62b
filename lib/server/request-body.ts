import 'server-only';
import { isDisconnect } from './current-request';
import { AppError } from './errors';

/**
 * Reads the body of a request in parts, as they arrive.
 * @param tooLarge the message if the body is larger than `maxBytes` (the rest is not read)
 * @throws AppError `invalid_input` if it is too large; `cancelled` if the client leaves before its end
 */
export async function* readBody(
  { body }: Request,
  { maxBytes, tooLarge }: { readonly maxBytes: number; readonly tooLarge: string },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let size = 0;
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new AppError('invalid_input', tooLarge);
      yield chunk;
    }
  } catch (cause) {
    if (!isDisconnect(cause)) throw cause;
    throw new AppError('cancelled', 'The client left before its request had arrived.', { cause });
  }
}
