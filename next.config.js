/** Static headers; proxy.ts adds those that depend on the request. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  },
];

/** What a response of the API may load if a browser shows it as a page: nothing. */
const dataPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // A folder that runs without the sources and the other packages. scripts/complete-standalone.mjs adds
  // what Next.js leaves out.
  output: 'standalone',
  // The library that the DuckDB binding loads. Next.js finds only what JavaScript requires.
  outputFileTracingIncludes: { '/*': ['node_modules/@duckdb/node-bindings-*/libduckdb.*'] },
  serverExternalPackages: [
    '@duckdb/node-api',
    '@duckdb/node-bindings',
    '@node-rs/argon2',
    'pino',
    'snowflake-sdk',
  ],
  experimental: {
    // A navigation that gets no response waits and tries again. It would otherwise end in the browser's
    // error page.
    useOffline: true,
    // Larger chunks compress better: 5 kB less on every page. (Sizes are bytes of source code.)
    turbopackChunking: {
      minChunkSize: 150_000,
      requestCost: 800_000,
      maxMergeChunkSize: 2_000_000,
    },
  },
  // Browsers request this path before they have read the page's icon link.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  redirects: async () => [{ source: '/review', destination: '/reviews', permanent: true }],
  headers: async () => [
    { source: '/:path*', headers },
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: dataPolicy }] },
  ],
};

export default config;
