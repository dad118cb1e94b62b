import files from '@next/env';

// Loaded before a command of `npm run`, so that it has the same settings as the server: those of
// .env.local and its kind, where the environment does not have them already.

files.loadEnvConfig(process.cwd(), process.env.NODE_ENV === 'development');
