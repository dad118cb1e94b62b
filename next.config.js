/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  serverExternalPackages: ['@duckdb/node-api', '@duckdb/node-bindings', '@node-rs/argon2', 'pino'],
};

export default config;
