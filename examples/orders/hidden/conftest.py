import pytest
from fastapi.testclient import TestClient
from solution import Base, app, get_session
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
TestingSession = sessionmaker(bind=engine)


@pytest.fixture
def session():
    Base.metadata.create_all(bind=engine)
    with TestingSession() as session:
        yield session
    Base.metadata.drop_all(bind=engine)


@pytest.fixture
def client(session):
    def get_testing_session():
        yield session

    app.dependency_overrides[get_session] = get_testing_session
    with TestClient(app) as client:
        yield client
    app.dependency_overrides.clear()
