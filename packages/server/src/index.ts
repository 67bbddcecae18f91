/** The server as a library: what `wick serve` and `wick keys` are made of. */
export { isLoopback } from './access/guard.ts';
export { type ApiKey, type KeyLimits, KeyStore } from './access/keys.ts';
export { ConfigError, checkConfig, readConfig, type ServerConfig } from './config.ts';
export { serveMcpOverStdio } from './mcp.ts';
export { type ServerOptions, WickServer } from './server.ts';
export { openDatabase } from './store/database.ts';
