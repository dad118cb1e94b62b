import files from '@next/env';

// Imported before each `npm run` command, so that it has the same settings as the server: .env.local
// and .env fill in whatever the environment does not set.

files.loadEnvConfig(process.cwd(), process.env.NODE_ENV === 'development');
