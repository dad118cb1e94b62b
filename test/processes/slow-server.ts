import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shutDownGracefully } from '@/lib/server/lifecycle';
import { getWarehouse } from '@/lib/warehouse/client';

/**
 * Simulates Next's server, including its signal handler that exits immediately. `/quick` responds at
 * once, and `/slow` when standard input receives data. Writes to its warehouse at startup.
 */

const [grace] = process.argv.slice(2);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(7));
shutDownGracefully(Number(grace));

await (await getWarehouse()).script('CREATE OR REPLACE TABLE written AS SELECT 1 AS n');

const server = createServer(async (request, response) => {
  response.write('begun ');
  if (request.url === '/slow') await once(process.stdin, 'data');
  response.end('done');
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
