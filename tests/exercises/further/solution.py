"""Sites, logs, clocks and sorted lists, for a suite that drives them with further libraries."""

import datetime
import time

import django
import structlog
from django.conf import settings
from flask import Flask, jsonify, request
from loguru import logger
from sortedcontainers import SortedList

settings.configure(
    DEBUG=True,
    SECRET_KEY="x",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django import forms
from django.core.validators import MinValueValidator
from django.db import connection, models
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path


class Book(models.Model):
    title = models.CharField(max_length=50)
    year = models.IntegerField(validators=[MinValueValidator(0)])

    class Meta:
        app_label = "books"

    def __str__(self):
        return f"{self.title} ({self.year})"


class Contact(forms.Form):
    name = forms.CharField(max_length=20)
    email = forms.EmailField()


def make_tables():
    with connection.schema_editor() as editor:
        if Book._meta.db_table in connection.introspection.table_names():
            editor.delete_model(Book)
        editor.create_model(Book)


def hello(request):
    return HttpResponse(f"Hello, {request.GET.get('name', 'you')}!")


def books(request):
    if request.method == "POST":
        Book.objects.create(title=request.POST["title"], year=request.POST["year"])
        return redirect("/books/")
    return JsonResponse({"books": list(Book.objects.values("title", "year"))})


def book(request, pk):
    return HttpResponse(str(get_object_or_404(Book, pk=pk)))


urlpatterns = [path("hello/", hello), path("books/", books), path("books/<int:pk>/", book, name="book")]


def create_app():
    app = Flask(__name__)
    app.config["GREETING"] = "hi"

    @app.get("/ping")
    def ping():
        return jsonify(ping="pong")

    @app.post("/echo")
    def echo():
        return request.get_json()

    return app


def today():
    return datetime.date.today()


class Token:
    def __init__(self, seconds):
        self.until = time.time() + seconds

    def has_expired(self):
        return time.time() > self.until


log = structlog.get_logger()


def work(item):
    if item:
        log.info("working", item=item)
        logger.info("said {}", item)
    return item


def ranked(items):
    return SortedList(items)


def slow(seconds):
    time.sleep(seconds)
    return "done"
