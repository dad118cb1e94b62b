import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { readModelOf } from '@/lib/read-model/read-model';
import { streamChanges } from '@/lib/server/change-stream';
import { shutDownGracefully } from '@/lib/server/lifecycle';
import { getWarehouse } from '@/lib/warehouse/client';

/**
 * Simulates Next's server, including its signal handler that exits immediately. `/quick` responds at
 * once, `/slow` when standard input receives data, and `/events` streams changes. Writes to its
 * warehouse at startup.
 */

const [grace] = process.argv.slice(2);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(7));
shutDownGracefully(Number(grace));

const warehouse = await getWarehouse();
await warehouse.script('CREATE OR REPLACE TABLE written AS SELECT 1 AS n');
const context = {
  warehouse,
  readModel: readModelOf(warehouse),
  person: { email: 'vera@example.com', name: 'Vera', role: 'viewer' },
  now: () => new Date(),
} as const;

const server = createServer(async (request, response) => {
  if (request.url === '/events') {
    const stream = streamChanges(context, new AbortController().signal);
    return pipeline(Readable.fromWeb(stream as ReadableStream), response);
  }
  response.write('begun ');
  if (request.url === '/slow') await once(process.stdin, 'data');
  response.end('done');
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
