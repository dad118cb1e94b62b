import { readFileSync } from 'node:fs';
import { logAllOutput } from '@/lib/server/json-output';
import { routePatterns } from '@/lib/server/route-patterns';
import { trackRequests } from '@/lib/server/track-requests';

// Part of the build, in its folder cli. cli/start.mjs imports it before Next.js, which prints as soon as
// it starts and receives requests before its own code for that has run.

logAllOutput();
const manifest = new URL('../.next/routes-manifest.json', import.meta.url);
trackRequests(routePatterns(JSON.parse(readFileSync(manifest, 'utf8'))));
