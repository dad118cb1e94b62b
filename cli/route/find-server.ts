import { AppError } from '@/lib/errors';
import { readServerFile } from '@/lib/server-file';

/**
 * Where the server is that holds the warehouse: ROUTING_URL, else what it left beside the file.
 * @param busy what opening the warehouse said
 * @throws AppError `warehouse_busy` when whoever holds it is no server.
 */
export function findServer(busy: AppError): string {
  const given = process.env.ROUTING_URL;
  if (given) {
    if (URL.canParse(given) && /^https?:/.test(given)) return given;
    throw new AppError(
      'invalid_input',
      'ROUTING_URL must be the address of the server, such as http://localhost:3000.',
    );
  }
  const { pid } = busy.details ?? {};
  const left = readServerFile();
  if (left && (pid === undefined || pid === left.pid)) return left.url;
  throw new AppError(
    busy.code,
    `${busy.message} If it is the server, set ROUTING_URL to its address.`,
    { cause: busy },
  );
}
