; What electron-builder's installer for Windows does besides: included by nsis.include of electron-builder.yml.

!macro customUnInstall
  ; An update runs the old uninstaller, too: what the person switched on stays on then.
  ${ifNot} ${isUpdated}
    ; The log-in item that Postern made by itself (main/shells/electron/run-key.ts). Accounts and keys are left.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${PRODUCT_NAME}"
  ${endIf}
!macroend
