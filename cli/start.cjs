// The entry of `npm start`. Statements of the embedded warehouse, compression, and files share Node's thread
// pool, whose four threads a single analytics page can occupy while decisions wait. The size must be set
// before Node loads the first ES module.
process.env.UV_THREADPOOL_SIZE ||= '16';
import('./start.mjs');
