import { expect, it } from 'vitest';
import { routePatterns } from './route-patterns';

const routeOf = routePatterns({
  version: 3,
  staticRoutes: [
    { page: '/queue', regex: '^/queue(?:/)?$' },
    { page: '/api/runs/preview', regex: '^/api/runs/preview(?:/)?$' },
  ],
  dynamicRoutes: [
    { page: '/api/runs/[id]', regex: '^/api/runs/([^/]+?)(?:/)?$' },
    { page: '/csms/[name]', regex: '^/csms/([^/]+?)(?:/)?$' },
  ],
});

it.each([
  ['/queue', '/queue'],
  ['/api/runs/preview', '/api/runs/preview'],
  ['/api/runs/20261130_1', '/api/runs/[id]'],
  ['/csms/Ana%20Diaz', '/csms/[name]'],
  ['/_next/static/chunks/a.js', 'static'],
  ['/favicon.ico', 'static'],
  ['/wp-login.php', 'other'],
  ['/api/runs/1/2', 'other'],
  ['*', 'other'],
])('the route of %s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

it('refuses a file that is no manifest', () => {
  expect(() => routePatterns({ routes: [] })).toThrow('staticRoutes');
});
