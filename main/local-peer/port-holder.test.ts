import { describe, expect, test } from 'vitest'
import { lsofHolder } from './port-holder-macos.ts'
import { listeningPid, taskName } from './port-holder-windows.ts'

describe('on Windows', () => {
  const netstat = [
    '',
    'Aktive Verbindungen',
    '',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    0.0.0.0:110            0.0.0.0:0              ABHÖREN          1044',
    '  TCP    127.0.0.1:11110        0.0.0.0:0              ABHÖREN          5120',
    '  TCP    127.0.0.1:11143        127.0.0.1:50000        HERGESTELLT      7000',
    '  TCP    [::1]:11025            [::]:0                 ABHÖREN          6001',
    '  UDP    0.0.0.0:11587          *:*                                     900',
  ].join('\r\n')

  test.each([
    ['127.0.0.1', 11_110, 5120],
    ['127.0.0.1', 110, 1044],
    ['::1', 11_025, 6001],
    ['127.0.0.1', 11_143, undefined],
    ['127.0.0.1', 11_587, undefined],
    ['127.0.0.1', 1111, undefined],
  ])('the listener at %s port %i is process %s, in any language', (address, port, pid) => {
    expect(listeningPid(netstat, { address, port })).toBe(pid)
  })

  test('the name is the first column of tasklist, and a sentence is not a name', () => {
    expect(taskName('"hMailServer.exe","5120","Services","0","12,345 K"\r\n')).toBe('hMailServer.exe')
    expect(taskName('INFO: No tasks are running which match the specified criteria.\r\n')).toBeUndefined()
  })
})

describe('on macOS', () => {
  test('lsof names the process', () => {
    expect(lsofHolder('p812\ncstunnel\nf5\n')).toEqual({ name: 'stunnel', pid: 812 })
    expect(lsofHolder('')).toBeUndefined()
  })
})
