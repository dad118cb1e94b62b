// The container's health check: succeeds while the server responds.

const url = `http://127.0.0.1:${process.env.PORT || 3000}/api/health`;
const response = await fetch(url).catch(() => undefined);
process.exit(response?.ok ? 0 : 1);
