import { FailureError } from '../../../contract/failure.ts'
import { portHolder } from '../../local-peer/port-holder.ts'

/** What a person reads where the shell's own port cannot be had; the error itself where it is another fault. */
export const listenFailure = async (
  error: unknown,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<unknown> => {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EACCES' && process.platform !== 'win32')
    return new FailureError({ code: 'port-needs-privilege', port, suggestion: port + 10_000 }, { cause: error })
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error
  const holder = await portHolder({ address, port })
  return new FailureError({ code: 'port-taken', port, program: holder }, { cause: error })
}
