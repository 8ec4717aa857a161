<?php
// What a web server's rewrite rules do: files as they are, everything else through index.php.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/';
$file = $_SERVER['DOCUMENT_ROOT'] . rawurldecode($path);
if (is_file($file) || is_file(rtrim($file, '/') . '/index.php')) {
    return false;
}
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
