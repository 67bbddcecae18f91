/** Where Wick keeps what it must remember for a user between runs. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The user's state folder for Wick: WICK_STATE where set; %LOCALAPPDATA%\wick on Windows; elsewhere
 * $XDG_STATE_HOME/wick, by default ~/.local/state/wick (XDG Base Directory Specification 0.8).
 */
export function stateFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { WICK_STATE, XDG_STATE_HOME, LOCALAPPDATA } = environment;
  if (WICK_STATE) return WICK_STATE;
  if (platform === 'win32')
    return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'wick');
  // The specification wants relative paths ignored.
  const base = XDG_STATE_HOME?.startsWith('/')
    ? XDG_STATE_HOME
    : join(homedir(), '.local', 'state');
  return join(base, 'wick');
}
