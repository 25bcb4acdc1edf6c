// The module of the provider alone, without the one that warns on Node 20: it has no types of its own.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
