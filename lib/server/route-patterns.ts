import { z } from 'zod';

const route = z.object({ page: z.string(), regex: z.string() });

/** The part of the build's routes-manifest.json that has its pages and routes. */
const manifest = z.object({ staticRoutes: z.array(route), dynamicRoutes: z.array(route) });

/** Names the route of a path, such as `/runs/[id]`. There are only so many names. */
export type RouteOf = (path: string) => string;

const staticFiles = /^\/(_next\/|favicon\.ico$|icon\.svg$)/;

/**
 * Returns the route of a path: of files that the build contains, `static`; of any path that is
 * neither a page nor a route, `other`.
 * @param routesManifest the parsed content of routes-manifest.json
 */
export function routePatterns(routesManifest: unknown): RouteOf {
  const { staticRoutes, dynamicRoutes } = manifest.parse(routesManifest);
  const pages = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (path) => {
    if (staticFiles.test(path)) return 'static';
    if (pages.has(path)) return path;
    return patterns.find(({ regex }) => regex.test(path))?.page ?? 'other';
  };
}
