/** What a page of the planner may do: run and load its own files, and nothing of any other host. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// The script of the solver, whose name the build completes by its content.
const solver = /[\\/]solver\.worker-[\w-]{8}\.js$/;

/** The policy of a file of the planner: the worker that solves programs may compile WebAssembly, and nothing else may. */
export const policyOf = (path: string): string =>
  solver.test(path)
    ? contentSecurityPolicy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    : contentSecurityPolicy;

/** Headers of every answer, whatever it holds; a policy of its own content comes with it. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;
