// The entry of `npm start`. Statements of the embedded warehouse, compression, and files share Node's thread
// pool. With its four threads, a decision's statement would wait for those of pages. The size must be set
// before Node loads the first ES module.
process.env.UV_THREADPOOL_SIZE ||= '8';
import('./start.mjs');
