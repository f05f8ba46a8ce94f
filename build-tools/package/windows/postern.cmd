@echo off
rem The command postern: Postern.exe has a window and no console of its own, so a console would not wait for it.
"%~dp0..\Postern.exe" %*
exit /b %ERRORLEVEL%
