import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '@/e2e/server/process';

/** Pages that Next.js adds for its own errors. They have no address of their own. */
const frameworkPages = ['/_not-found', '/_global-error'];

const paths = z.record(z.string(), z.string());

const actions = z.record(z.string(), z.object({ exportedName: z.string() }));
const actionManifest = z.object({ node: actions, edge: actions });

/** What a production build answers to. */
export interface Build {
  /** Patterns such as `/runs/[id]`. */
  readonly pages: readonly string[];
  /** Patterns such as `/api/runs/[id]`. */
  readonly routes: readonly string[];
  /** The ids of the server actions, by the name of their function. */
  readonly actions: ReadonlyMap<string, string>;
}

/** Reads the manifests that `next build` wrote. */
export async function readBuild(): Promise<Build> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(root, '.next', file), 'utf8'));
  const entries = Object.entries(paths.parse(await read('app-path-routes-manifest.json')));
  const { node, edge } = actionManifest.parse(await read('server/server-reference-manifest.json'));
  const pathsOf = (kind: 'page' | 'route') =>
    entries.flatMap(([file, path]) => (file.endsWith(`/${kind}`) ? [path] : []));
  return {
    pages: pathsOf('page').filter((path) => !frameworkPages.includes(path)),
    routes: pathsOf('route'),
    actions: new Map(
      Object.entries({ ...node, ...edge }).map(([id, { exportedName }]) => [exportedName, id]),
    ),
  };
}
