export { listen } from './listen.ts';
export { contentSecurityPolicy, securityHeaders } from './security.ts';
export { serveFolder } from './serve-folder.ts';
export type { Serving } from './serve-folder.ts';
export { fileOf, findFile } from './static-file.ts';
export type { StaticFile } from './static-file.ts';
